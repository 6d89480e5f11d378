using Microsoft.Extensions.Options;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Adapters.Sqlite;

/// <summary>Refuses to start on a path that cannot be opened as a database; makes folder and file on the way.</summary>
internal sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        if (options.UsesMongo)
        {
            return ValidateOptionsResult.Skip;
        }

        try
        {
            SqliteFile.Open(options.Path).Dispose();
            return ValidateOptionsResult.Success;
        }
        catch (StorageException problem)
        {
            return ValidateOptionsResult.Fail(problem.Message);
        }
    }
}
