using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace VoiceAgent.Web.Components.Settings;

/// <summary>The dates the owner gives a key: its last day, and the day of the reminder to replace it. Saved as they are chosen.</summary>
public sealed partial class KeyDates
{
    [Parameter, EditorRequired]
    public KeySlot Slot { get; set; } = default!;

    [Parameter]
    public EventCallback<(DateOnly? ExpiresOn, DateOnly? RotateAfter)> OnSave { get; set; }

    private bool HasDates => Slot.Key is { ExpiresOn: not null } or { RotateAfter: not null };

    private Task ChangeExpiryAsync(ChangeEventArgs change) => OnSave.InvokeAsync((Read(change), Slot.Key?.RotateAfter));

    private Task ChangeRotationAsync(ChangeEventArgs change) => OnSave.InvokeAsync((Slot.Key?.ExpiresOn, Read(change)));

    private string Id(string field) => $"{Slot.Provider.Slug}-{field}";

    private static string? Iso(DateOnly? day) => day?.ToString("O", CultureInfo.InvariantCulture);

    private static DateOnly? Read(ChangeEventArgs change) =>
        DateOnly.TryParseExact(change.Value as string, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
